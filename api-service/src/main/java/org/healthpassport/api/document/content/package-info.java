/** Downloads of documents, whole or in ranges, with an access token or a signed link. */
@NullMarked
package org.healthpassport.api.document.content;

import org.jspecify.annotations.NullMarked;
