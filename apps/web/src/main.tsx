import { render } from 'preact';
import { handedOver } from './api/handed-over.js';
import { recallHanded } from './api/use-question.js';
import { App } from './shell/app.js';
import { applyTheme } from './shell/settings.js';

applyTheme();
recallHanded(handedOver(document.getElementById('answers')?.textContent));
const place = document.getElementById('app');
if (place !== null) render(<App />, place);
