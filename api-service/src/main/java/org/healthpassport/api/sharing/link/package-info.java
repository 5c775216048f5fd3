/** Opens health links for recipients without a login: decides, counts and records before anything is answered. */
@NullMarked
package org.healthpassport.api.sharing.link;

import org.jspecify.annotations.NullMarked;
