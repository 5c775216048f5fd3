/** Review of emergency accesses by the hospital of the doctor who took them. */
@NullMarked
package org.healthpassport.api.consent.review;

import org.jspecify.annotations.NullMarked;
