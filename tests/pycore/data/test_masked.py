"""Masked arrays are recognised, and nobody who has none pays for their module."""

import subprocess
import sys

import numpy as np

from builder.paths import ROOT
from pycore.data.masked import is_masked, is_masked_array


def test_masked_arrays_are_recognised():
    whole, part = np.ma.MaskedArray([1.0, 2.0]), np.ma.MaskedArray([1.0, 2.0], [False, True])
    assert is_masked(part) and not is_masked(whole) and not is_masked(np.array([1.0])) and not is_masked([1.0])
    assert is_masked_array(part) and is_masked_array(whole) and not is_masked_array(np.array([1.0]))


def test_a_page_s_first_steps_leave_large_modules_of_numpy_alone():
    code = """
import json, sys
from pycore.lessons import exhibits
from pycore.page import bridge
instance = bridge.open("")
instance.frame(2, 0)
instance.use(json.dumps({"text": "x1,x2,label\\n1,2,a\\n3,4,b\\n", "skipBad": False}))
for name in exhibits.NAMES:
    exhibits.create(name).view()
print({"numpy.ma", "numpy.random", "numpy.fft", "numpy.polynomial"} & set(sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.stdout == "set()\n", ran.stderr
