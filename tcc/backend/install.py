"""Installing a manifest: ``PUT /lib`` or ``PUT /service``."""

from __future__ import annotations

from tcc.backend.answers import value_of
from tcc.backend.hosts import Host
from tcc.ir.manifest import Manifest, install_package


def install_manifest(manifest: Manifest, host: Host) -> str:
    """Install ``manifest`` and give its link. Raises ``tinychain.error.Error`` when the host refuses it."""
    link = manifest.schema.id
    root = "/" + link.split("/")[1]
    value_of(host.send("PUT", root, install_package(manifest)))
    return link
