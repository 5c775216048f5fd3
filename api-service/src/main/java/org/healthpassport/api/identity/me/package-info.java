/** The own account: what people see and change of it, and the move of a doctor to another hospital. */
@NullMarked
package org.healthpassport.api.identity.me;

import org.jspecify.annotations.NullMarked;
