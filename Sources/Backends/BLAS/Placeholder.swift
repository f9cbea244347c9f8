import NDArrays
