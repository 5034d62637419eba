"""Opens an analysis folder as its readers would, with pandas, DuckDB, NumPy and SciPy, and prints what they see.

    python openAnalysis.py ANALYSIS
"""
import json
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import pdist

folder = Path(sys.argv[1])
documents = pd.read_parquet(folder / "documents.parquet")
by_cluster = duckdb.sql(
    f"SELECT cluster, count(*) AS documents FROM '{folder / 'documents.parquet'}' GROUP BY cluster ORDER BY cluster"
).fetchall()
arrays = {name: np.load(folder / f"{name}.npy") for name in ["encodings", "vectors", "linkage", "projection"]}
z, vectors = arrays["linkage"], arrays["vectors"].astype(np.float64)
expected = hierarchy.linkage(pdist(vectors), "ward") if len(z) > 0 else z

print(json.dumps({
    "ids": documents["id"].tolist(),
    "labels": documents["cluster_label"].tolist(),
    "kinds": {name: documents[name].dtype.kind for name in documents.columns},
    "byCluster": by_cluster,
    "arrays": {name: {"shape": a.shape, "type": a.dtype.str, "order": bool(a.flags.c_contiguous)} for name, a in arrays.items()},
    "longest": float(np.abs(np.linalg.norm(arrays["encodings"], axis=1) - 1).max()),
    "isValid": bool(hierarchy.is_valid_linkage(z)),
    "isMonotonic": bool(hierarchy.is_monotonic(z)),
    "heightError": float(np.abs(z[:, 2] - expected[:, 2]).max() / expected[:, 2].max()),
    "cut": hierarchy.fcluster(z, 6, "maxclust").tolist(),
}))
