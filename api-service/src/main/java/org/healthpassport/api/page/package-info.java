/** Lists that are handed out page by page. */
@NullMarked
package org.healthpassport.api.page;

import org.jspecify.annotations.NullMarked;
