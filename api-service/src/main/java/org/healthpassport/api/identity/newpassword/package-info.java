/** New passwords for accounts that exist. */
@NullMarked
package org.healthpassport.api.identity.newpassword;

import org.jspecify.annotations.NullMarked;
