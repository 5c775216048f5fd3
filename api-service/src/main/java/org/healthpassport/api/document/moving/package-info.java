/** Moves documents from the stores that were used before to those for new documents, when an administrator asks for it. */
@NullMarked
package org.healthpassport.api.document.moving;

import org.jspecify.annotations.NullMarked;
