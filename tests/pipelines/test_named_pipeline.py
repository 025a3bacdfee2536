"""`transformers.pipeline` of our tasks: a name that is no model is an error of ours."""

import inspect

import pytest
import transformers
from transformers import pipeline

from signary.io.errors import InputError, UnsafeFileError
from signary.pipelines.text_to_sign import TASK, TextToSignPipeline


@pytest.mark.parametrize("task", ["text-to-sign", "gloss-to-sign"])
@pytest.mark.parametrize("name", ["no/such/model", "/nowhere", "", "a..b"])
def test_names_that_are_none(task, name):
    with pytest.raises(
        InputError,
        match="model: expected a model folder or Hub id .*, which is neither a folder with config.json nor a Hub id",
    ):
        pipeline(task, model=name)


def test_names_that_are_not_cached(tmp_path):
    with pytest.raises(InputError, match="'user/none', which is neither .* in the cache"):
        pipeline(TASK, model="user/none", local_files_only=True, model_kwargs={"cache_dir": str(tmp_path)})


def test_a_folder_is_checked_before_transformers_reads_it(tmp_path):
    (tmp_path / "config.json").write_text('{"auto_map": {"AutoConfig": "x.Y"}}')
    with pytest.raises(UnsafeFileError, match="auto_map"):
        pipeline(TASK, model=tmp_path)


def test_it_is_still_the_function_of_transformers(folder):
    assert transformers.pipeline is transformers.pipelines.pipeline
    assert list(inspect.signature(pipeline).parameters)[:2] == ["task", "model"]
    assert isinstance(pipeline(TASK, folder, device="cpu"), TextToSignPipeline)
    with pytest.raises(Exception, match="none-such") as error:
        pipeline("none-such", model=str(folder))
    assert not isinstance(error.value, InputError)
