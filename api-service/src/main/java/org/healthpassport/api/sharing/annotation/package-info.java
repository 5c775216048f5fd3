/** The annotations of records that a patient shares, for whoever has the link. */
@NullMarked
package org.healthpassport.api.sharing.annotation;

import org.jspecify.annotations.NullMarked;
