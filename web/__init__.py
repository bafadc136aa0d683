"""The faces of one Assistant: page, reading page, HTTP routes. No retrieval logic.

Importing this package closes the air gap first: gradio and huggingface_hub read these variables while they are being
imported, and ask api.gradio.app and huggingface.co unless told not to.
"""

import os
import tempfile
from pathlib import Path

_AIR_GAP = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    # Gradio rebuilds a table of its past events after each event; the defaults make it slower the longer it runs.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "200",
    "GRADIO_TEMP_DIR": str(Path(tempfile.gettempdir()) / "wenbao-gradio"),
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
os.environ.update(_AIR_GAP)
