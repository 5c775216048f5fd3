/** Measures the product under load, next to what its parts can do at most. */
@NullMarked
package org.healthpassport.benchmarks;

import org.jspecify.annotations.NullMarked;
