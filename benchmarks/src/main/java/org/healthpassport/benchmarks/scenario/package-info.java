/** Requests that users of the product make, and how each is measured. */
@NullMarked
package org.healthpassport.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
