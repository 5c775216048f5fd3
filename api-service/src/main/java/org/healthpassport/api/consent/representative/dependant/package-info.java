/** Passports without a login of their own, such as those of children. */
@NullMarked
package org.healthpassport.api.consent.representative.dependant;

import org.jspecify.annotations.NullMarked;
