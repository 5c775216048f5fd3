/** Rows whose content is sealed with the keys of a subject. */
@NullMarked
package org.healthpassport.aggregates.row;

import org.jspecify.annotations.NullMarked;
