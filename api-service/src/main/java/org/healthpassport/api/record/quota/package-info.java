/** Bounds of the records of one patient, counted by counters. */
@NullMarked
package org.healthpassport.api.record.quota;

import org.jspecify.annotations.NullMarked;
