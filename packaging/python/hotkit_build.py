"""How pip, uv, pre-commit and prek get hotkit from a clone of its repository.

Whoever installs hooks has Python, and often no Rust; and a build takes minutes. So the released wheel of the version that
the clone names is taken where the package index has it. Otherwise, or where HOTKIT_FROM_SOURCE is set, the program is
built by maturin, which needs Rust. Both give the same file: a wheel with the program in it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOUND = ROOT / "target" / "released-wheel"
MATURIN = "maturin>=1.9,<2"

NO_RUST = """
hotkit {version} cannot be installed from this clone: the package index has no wheel of it for this platform, and there
is no Rust to build one (no `cargo` on PATH). Either install Rust (https://rustup.rs), or install hotkit by itself and use
the hooks with `language: system`.
"""


def version():
    """The version that the clone names."""
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    return re.search(r'^\[workspace\.package\]\nversion = "([^"]+)"$', manifest, re.MULTILINE).group(1)


def released_wheel():
    """The released wheel of this version for this platform, or None."""
    if os.environ.get("HOTKIT_FROM_SOURCE"):
        return None
    shutil.rmtree(FOUND, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(FOUND), "hotkit==" + version()]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return next(iter(sorted(FOUND.glob("hotkit-*.whl"))), None)


def get_requires_for_build_wheel(config_settings=None):
    """Nothing where there is a released wheel; otherwise what builds one."""
    if released_wheel():
        return []
    if not shutil.which("cargo"):
        sys.exit(NO_RUST.format(version=version()))
    return [MATURIN]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """The released wheel, or one that is built."""
    wheel = next(iter(sorted(FOUND.glob("hotkit-*.whl"))), None)
    if wheel and not os.environ.get("HOTKIT_FROM_SOURCE"):
        shutil.copy(str(wheel), wheel_directory)
        return wheel.name
    import maturin

    # Who builds a hook wants to have it soon.
    os.environ.setdefault("CARGO_PROFILE_RELEASE_LTO", "off")
    os.environ.setdefault("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
    return maturin.build_wheel(wheel_directory, config_settings, metadata_directory)


def get_requires_for_build_sdist(config_settings=None):
    """What packs the sources."""
    return [MATURIN]


def build_sdist(sdist_directory, config_settings=None):
    """The sources, packed."""
    import maturin

    return maturin.build_sdist(sdist_directory, config_settings)
