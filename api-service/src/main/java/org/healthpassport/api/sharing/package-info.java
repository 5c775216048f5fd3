/** QR codes with which patients share records and documents with strangers: their state, secrets and storage. */
@NullMarked
package org.healthpassport.api.sharing;

import org.jspecify.annotations.NullMarked;
