/** How those who may vouch for an account let it act: administrators for hospitals, hospitals for their doctors. */
@NullMarked
package org.healthpassport.api.identity.activation;

import org.jspecify.annotations.NullMarked;
