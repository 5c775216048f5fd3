/** Documents as streams: one key per document, encryption while writing, random access while reading. */
@NullMarked
package org.healthpassport.vault.stream;

import org.jspecify.annotations.NullMarked;
