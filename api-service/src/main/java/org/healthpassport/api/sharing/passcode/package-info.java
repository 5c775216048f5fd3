/** Wrong passcodes and uses of a link are counted here: the decision on each opening. */
@NullMarked
package org.healthpassport.api.sharing.passcode;

import org.jspecify.annotations.NullMarked;
