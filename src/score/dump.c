#include "pith.h"
