/** The health records that a link or a summary gives out. */
@NullMarked
package org.healthpassport.api.record.share;

import org.jspecify.annotations.NullMarked;
