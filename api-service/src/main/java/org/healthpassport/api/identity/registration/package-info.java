/** Registration: creates accounts. */
@NullMarked
package org.healthpassport.api.identity.registration;

import org.jspecify.annotations.NullMarked;
