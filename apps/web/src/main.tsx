import { render } from 'preact';
import { App } from './shell/app.js';
import { applyTheme } from './shell/settings.js';

applyTheme();
const place = document.getElementById('app');
if (place !== null) render(<App />, place);
