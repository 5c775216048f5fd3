package org.healthpassport.benchmarks.product;

/** The product did not start, or ended by itself. The message has its last lines of output. */
public final class ProductFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProductFailed(String message) {
        super(message);
    }
}
