/** Which passwords are good enough, and how they are kept. */
@NullMarked
package org.healthpassport.api.identity.password;

import org.jspecify.annotations.NullMarked;
