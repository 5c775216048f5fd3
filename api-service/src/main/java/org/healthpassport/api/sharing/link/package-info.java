/** What a stranger with a health link gets: the SMART Health Links protocol, without a login. */
@NullMarked
package org.healthpassport.api.sharing.link;

import org.jspecify.annotations.NullMarked;
