/** Identifiers that sort by creation time. */
@NullMarked
package org.healthpassport.api.ids;

import org.jspecify.annotations.NullMarked;
