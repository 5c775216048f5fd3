/** Checks the passcodes of links, and counts wrong ones and uses: the decision on each opening. */
@NullMarked
package org.healthpassport.api.sharing.passcode;

import org.jspecify.annotations.NullMarked;
