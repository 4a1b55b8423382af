"""Installing a manifest: ``PUT /lib`` or ``PUT /service``."""

from __future__ import annotations

from tcc.ir.manifest import Manifest, install_package
from tinychain.transport import Transport


def install_manifest(manifest: Manifest, host: Transport) -> str:
    """Install ``manifest`` and give its link. Raises ``tinychain.error.Error`` when the host refuses it."""
    link = manifest.schema.id
    root = "/" + link.split("/")[1]
    # The same bytes twice are fine, so this may be sent again when an answer is lost.
    host.send("PUT", root, install_package(manifest), repeatable=True).value()
    return link
