"""Small models of each library, the same on every run."""

import lightgbm
import numpy
import pandas
import xgboost
from sklearn.linear_model import LogisticRegression

random = numpy.random.default_rng(7)
INPUTS = pandas.DataFrame(random.normal(size=(120, 3)), columns=["a", "b", "c"])
TARGET = (INPUTS["a"] + 0.5 * INPUTS["b"] > 0).astype(int)
ASKED = INPUTS.head(5)


def scikit_learn():
    return LogisticRegression(max_iter=50).fit(INPUTS, TARGET)


def light_gbm():
    return lightgbm.LGBMClassifier(n_estimators=5, num_leaves=7, n_jobs=1, verbose=-1).fit(INPUTS, TARGET)


def xg_boost():
    return xgboost.XGBClassifier(n_estimators=5, max_depth=3, n_jobs=1).fit(INPUTS, TARGET)


def onnx():
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    fitted = LogisticRegression(max_iter=50).fit(INPUTS.to_numpy(numpy.float32), TARGET)
    return convert_sklearn(
        fitted, initial_types=[("input", FloatTensorType([None, 3]))], options={"zipmap": False}, target_opset=15
    )
