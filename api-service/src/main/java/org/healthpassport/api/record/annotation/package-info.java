/** The annotations of health records, each written once, sealed, and named by the head of its record. */
@NullMarked
package org.healthpassport.api.record.annotation;

import org.jspecify.annotations.NullMarked;
