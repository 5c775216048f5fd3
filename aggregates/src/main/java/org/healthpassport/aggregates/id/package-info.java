/** Identifiers that sort by creation time. */
@NullMarked
package org.healthpassport.aggregates.id;

import org.jspecify.annotations.NullMarked;
