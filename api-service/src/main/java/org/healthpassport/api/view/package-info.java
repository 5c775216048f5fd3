/** The page behind a shared link, which decrypts and shows in the browser what a patient shares. */
@NullMarked
package org.healthpassport.api.view;

import org.jspecify.annotations.NullMarked;
