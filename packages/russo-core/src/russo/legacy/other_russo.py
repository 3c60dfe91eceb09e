"""Detects that another project, whose import name is also `russo`, is installed as well.

Its distribution is named ``russo`` (0.3.3 is the latest known), and it also installs an import package ``russo``. pip
writes both into one folder, so whichever came last has overwritten files of the other, and neither works.
"""

from __future__ import annotations

from ..errors import ConflictingDistributionError

_OTHER = "russo"


def find_conflict() -> str | None:
    """What is wrong, and what to type, if the distribution ``russo`` is installed; None if it is not.

    Example:
        >>> from russo.legacy.other_russo import find_conflict
        >>> find_conflict() is None
        True
    """
    from importlib import metadata

    try:
        version = metadata.version(_OTHER)
    except metadata.PackageNotFoundError:
        return None
    return (
        f"the distribution 'russo' {version} is installed beside 'russo-core', and both install the import package "
        "'russo': their files are mixed, and only one of them can stay. To keep this one: "
        "pip uninstall -y russo russo-core && pip install russo-core"
    )


def refuse_conflict() -> None:
    """Stop before a mixture of two packages fails in some less obvious way.

    Raises:
        ConflictingDistributionError: The distribution ``russo`` is installed.

    Example:
        >>> from russo.legacy.other_russo import refuse_conflict
        >>> refuse_conflict()
    """
    problem = find_conflict()
    if problem:
        raise ConflictingDistributionError(problem)
