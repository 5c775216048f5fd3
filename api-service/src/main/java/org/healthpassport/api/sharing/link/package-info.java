/**
 * How strangers open health links without a login: what is decided, counted and recorded before anything is answered.
 */
@NullMarked
package org.healthpassport.api.sharing.link;

import org.jspecify.annotations.NullMarked;
