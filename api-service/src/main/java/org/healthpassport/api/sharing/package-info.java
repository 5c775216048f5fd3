/** QR codes by which patients show something of theirs to strangers: what they are, wherever they are asked for. */
@NullMarked
package org.healthpassport.api.sharing;

import org.jspecify.annotations.NullMarked;
