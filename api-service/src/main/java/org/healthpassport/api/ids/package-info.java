/** Identifiers that sort by the time they were made. */
@NullMarked
package org.healthpassport.api.ids;

import org.jspecify.annotations.NullMarked;
