/** The page behind a shared link, which decrypts and shows in the browser the data that a patient shares. */
@NullMarked
package org.healthpassport.api.view;

import org.jspecify.annotations.NullMarked;
