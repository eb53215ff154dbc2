"""A real cluster of each release, watched by an observer, with jobs of every kind.

`make test-flink` alone runs this. The order of the files matters to `test_restarted`, the last:
it kills the JobManager that the others ask.
"""

from collections.abc import Iterator

import pytest

from .releases import RELEASES
from .scene import Scene, open_scene
from .stage import Stage
from .story import Story, tell


@pytest.fixture(scope="session", params=RELEASES)
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """What was seen while jobs of every kind came and went."""
    with open_scene(RELEASES[request.param], tmp_path_factory.mktemp("data")) as scene:
        yield tell(scene)


@pytest.fixture(scope="session")
def scene(story: Story) -> Scene:
    """The cluster and its observer after that."""
    return story.scene


@pytest.fixture(scope="session")
def stage(scene: Scene) -> Stage:
    """The cluster alone."""
    return scene.stage
