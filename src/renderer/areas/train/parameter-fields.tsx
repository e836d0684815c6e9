import type { LearnerDescription } from '../../../shared/model/learner.ts';
import { NumberField } from '../../ui/index.ts';
import { type Choices, parameterProblem } from './choices.ts';
import styles from './train.module.css';

/** One field a parameter, its default in it, and one line that says which way to turn it. */
export function ParameterFields({
  learner,
  values,
  onChange,
}: {
  learner: LearnerDescription;
  values: Choices['parameters'];
  onChange: (values: Choices['parameters']) => void;
}) {
  return (
    <div className={styles.fields}>
      {learner.parameters.map((parameter) => {
        const { name } = parameter;
        const value = Object.hasOwn(values, name) ? (values[name] ?? null) : parameter.default;
        return (
          <NumberField
            key={`${learner.id} ${name}`}
            label={name}
            value={value}
            minimum={parameter.minimum}
            maximum={parameter.maximum}
            placeholder={String(parameter.default)}
            hint={parameter.explanation}
            problem={parameterProblem(parameter, value)}
            {...(parameter.type === 'integer' && { step: 1 })}
            onChange={(next) => {
              const { [name]: _former, ...rest } = values;
              onChange(next === parameter.default ? rest : { ...rest, [name]: next });
            }}
          />
        );
      })}
    </div>
  );
}
