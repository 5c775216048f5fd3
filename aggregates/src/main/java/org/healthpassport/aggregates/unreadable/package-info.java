/** Stored things that cannot be read: they are shown as unreadable, counted and logged as errors. */
@NullMarked
package org.healthpassport.aggregates.unreadable;

import org.jspecify.annotations.NullMarked;
