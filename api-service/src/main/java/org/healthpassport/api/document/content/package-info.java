/** The bytes of documents on their way out: whole or in ranges, to who has a token or a signed link. */
@NullMarked
package org.healthpassport.api.document.content;

import org.jspecify.annotations.NullMarked;
