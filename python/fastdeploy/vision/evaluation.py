# SPDX-License-Identifier: Apache-2.0
"""A module of 1.x that is not here: importing it raises ImportError with the reason."""

from .._refused import refuse_import

refuse_import(__name__)
