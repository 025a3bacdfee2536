"""What holds for all tests."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """The suite runs on all cores already; and sums over threads differ in their last bits with their number."""
    torch.set_num_threads(1)
