/** How somebody gets an account. */
@NullMarked
package org.healthpassport.api.identity.registration;

import org.jspecify.annotations.NullMarked;
