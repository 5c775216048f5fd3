/** Benchmarks of hot functions with JMH: CPU and allocation of a call, without the rest of a request. */
@NullMarked
package org.healthpassport.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
