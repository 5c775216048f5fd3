/** Work on all objects of the stores, of which one piece is done at a time. */
@NullMarked
package org.healthpassport.api.document.upkeep;

import org.jspecify.annotations.NullMarked;
