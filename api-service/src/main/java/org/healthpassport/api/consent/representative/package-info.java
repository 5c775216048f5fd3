/** Representatives act for patients, with rights that can end at any time. */
@NullMarked
package org.healthpassport.api.consent.representative;

import org.jspecify.annotations.NullMarked;
