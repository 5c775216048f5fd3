/** Inserts that several instances make at the same time: the first one wins. */
@NullMarked
package org.healthpassport.aggregates.insert;

import org.jspecify.annotations.NullMarked;
