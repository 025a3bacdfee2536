"""What holds for all tests."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """The suite runs on all cores already; and sums over threads differ in their last bits with their number."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def overfit():
    """Train on one batch of forward's keywords for some steps, in place; the outputs of all steps."""

    def run(model, batch, steps, rate):
        optimizer, outputs = torch.optim.Adam(model.parameters(), rate), []
        model.train()
        for _ in range(steps):
            optimizer.zero_grad()
            outputs.append(model(**batch))
            outputs[-1].loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
        model.eval()
        return outputs

    return run
